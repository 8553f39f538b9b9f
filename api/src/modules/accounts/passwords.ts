import { availableParallelism } from 'node:os';
import { hash, verify } from '@node-rs/argon2';

// OWASP's first choice for argon2id: 19 MiB, 2 passes, one lane. argon2id is the library's default.
const strength = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

// The same letters typed on another keyboard may arrive composed differently.
const canonical = (password: string) => password.normalize('NFKC');

// Each takes 19 MiB, a whole processor, and one of Node's four threads for work aside, which files and names of hosts need, too.
const atOnce = Math.min(2, Math.ceil(availableParallelism() / 2));
let running = 0;
const waiting: (() => void)[] = [];

/** Runs one hashing when it is its turn, in the order in which they came. */
async function inTurn<Result>(act: () => Promise<Result>): Promise<Result> {
	if (running === atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
	else running += 1;
	try {
		return await act();
	} finally {
		const next = waiting.shift();
		if (next) next();
		else running -= 1;
	}
}

/** The password as it is kept: argon2id with its own salt. */
export async function hashPassword(password: string): Promise<string> {
	return await inTurn(() => hash(canonical(password), strength));
}

let nobodys: Promise<string> | undefined;

/** True when the password is the one kept; for an account that does not exist (null) it takes as long, and is false. */
export async function isPassword(kept: string | null, password: string): Promise<boolean> {
	if (kept !== null) return await inTurn(() => verify(kept, canonical(password)));
	nobodys ??= hashPassword('nobody has this password');
	const nobody = await nobodys;
	await inTurn(() => verify(nobody, canonical(password)));
	return false;
}
