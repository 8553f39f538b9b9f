// Prints how many tests and checks passed and failed, read from what the runs wrote, and exits non-zero if anything failed.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

const [, , folder, testsExit, checkExit] = process.argv;

function read(name) {
	try {
		return readFileSync(path.join(folder, name), 'utf8');
	} catch {
		return '';
	}
}

/** A file that could not even be loaded has no tests of its own: it counts as one failure. What needed a second try is named. */
function countTests() {
	const report = JSON.parse(read('tests.json') || '{"testResults":[]}');
	const tests = report.testResults.flatMap((file) =>
		file.assertionResults.length === 0 && file.status === 'failed' ? [{ status: 'failed' }] : file.assertionResults,
	);
	const passed = tests.filter(({ status }) => status === 'passed').length;
	for (const { fullName, failureMessages } of tests.filter(
		({ status, failureMessages }) => status === 'passed' && failureMessages?.length,
	))
		console.log(`passed only at its second try, to be mended: ${fullName}\n${failureMessages.join('\n')}`);
	return { passed, failed: tests.length - passed };
}

function countChecks() {
	const [, passed = 0, all = 0] = /^(\d+) of (\d+) checks passed/m.exec(read('check.txt')) ?? [];
	return { passed: Number(passed), failed: Number(all) - Number(passed) };
}

/** A run that ended badly without naming a culprit counts as one failure; so does one that proved nothing. */
function withExit({ passed, failed }, exit) {
	return { passed, failed: failed === 0 && (exit !== '0' || passed === 0) ? 1 : failed };
}

const tests = withExit(countTests(), testsExit);
const checks = withExit(countChecks(), checkExit);
const failed = tests.failed + checks.failed;
console.log(`${tests.passed + checks.passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
