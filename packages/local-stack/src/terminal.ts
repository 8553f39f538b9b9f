import process from 'node:process';

/** What the person at the terminal sees: few lines, problems with the name of the program before them. */
export type Terminal = {
	say(line: string): void;
	warn(program: string, line: string): void;
	/** From now on only what is said is shown: programs that are told to stop complain of each other. */
	muteWarnings(): void;
};

/** The terminal of this process. A terminal that was closed is no error: stopping must go on without it. */
export function createTerminal(): Terminal {
	for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
	let muted = false;
	return {
		say: (line) => void process.stdout.write(`${line}\n`),
		warn: (program, line) => {
			if (!muted) process.stderr.write(`[${program}] ${line}\n`);
		},
		muteWarnings: () => {
			muted = true;
		},
	};
}
