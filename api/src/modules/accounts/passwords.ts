import { hash, verify } from '@node-rs/argon2';

// OWASP's first choice for argon2id: 19 MiB, 2 passes, one lane. argon2id is the library's default.
const strength = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

// The same letters typed on another keyboard may arrive composed differently.
const canonical = (password: string) => password.normalize('NFKC');

/** The password as it is kept: argon2id with its own salt. */
export async function hashPassword(password: string): Promise<string> {
	return await hash(canonical(password), strength);
}

let nobodys: Promise<string> | undefined;

/** True when the password is the one kept; for an account that does not exist (null) it takes as long, and is false. */
export async function isPassword(kept: string | null, password: string): Promise<boolean> {
	if (kept !== null) return await verify(kept, canonical(password));
	nobodys ??= hashPassword('nobody has this password');
	await verify(await nobodys, canonical(password));
	return false;
}
