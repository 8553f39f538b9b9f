// Plain JavaScript on purpose: it must run on the old Node that it has to talk about.
import process from 'node:process';

const needed = 24;
const found = Number(process.versions.node.split('.')[0]);

if (found < needed) {
	const lines = [
		'',
		`Ikatan needs Node.js ${needed} or newer; this is ${process.version} (${process.execPath}).`,
		'',
		...(process.platform === 'linux' && process.arch === 'x64'
			? [
					'On Linux x64 the right Node comes with the project:',
					'  npm ci            installs it (optional packages must not be left out)',
					'and npm scripts then use it by themselves, whatever Node started npm.',
				]
			: [
					'Install it in one of these ways, then run the command again:',
					`  nvm install ${needed}      https://github.com/nvm-sh/nvm`,
					`  fnm install ${needed}      https://github.com/Schniz/fnm`,
					'  or the installer  https://nodejs.org/en/download',
				]),
		'',
	];
	console.error(lines.join('\n'));
	process.exit(1);
}
