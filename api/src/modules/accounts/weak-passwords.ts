// Words that most guessed passwords are made of, in English and Indonesian, letters only.
const commonWords = new Set(
	(
		'abcdef admin administrator akuganteng asdf asdfgh asdfghjkl baseball batman bismillah bunda changeme cintaku dragon ' +
		'ferrari football freedom garuda ganteng iloveyou indonesia jakarta jesus katasandi kucing letmein liverpool login ' +
		'manchester merdeka michael monkey passphrase password passwort persib persija princess qazwsx qwerty qwertyuiop rahasia ' +
		'sayang sayangku sayangkamu secret starwars sunshine superman surabaya superstar terserah trustno welcome zxcvbnm'
	).split(' '),
);
const rows = ['abcdefghijklmnopqrstuvwxyz', '0123456789', 'qwertyuiopasdfghjklzxcvbnm', '1qaz2wsx3edc4rfv5tgb6yhn7ujm'];
const lookalikes: Record<string, string> = {
	'0': 'o',
	'1': 'i',
	'3': 'e',
	'4': 'a',
	'5': 's',
	'7': 't',
	'@': 'a',
	$: 's',
	'!': 'i',
};

/**
 * True for a password that a guesser tries early: the member's own names, one common word (also repeated, or with digits and signs
 * around or in it), a run along the alphabet or keyboard, hardly any different characters.
 */
export function isWeakPassword(password: string, ownNames: string[]): boolean {
	const plain = password.toLowerCase();
	const letters = lettersOf(plain);
	if (new Set(plain).size < 5) return true;
	if (rows.some((row) => isRunIn(row, plain))) return true;
	if (isMadeOf(commonWords, letters) || isMadeOf(commonWords, lettersOf(unmasked(plain)))) return true;
	return ownNames.some((name) => isOwnName(name.toLowerCase(), plain));
}

const lettersOf = (text: string) => text.replace(/[^\p{L}]/gu, '');
const unmasked = (text: string) =>
	text.replace(/^[\d\W_]+|[\d\W_]+$/g, '').replace(/[013457@$!]/g, (sign) => lookalikes[sign] ?? sign);

/** One common word, once or several times over. */
function isMadeOf(words: Set<string>, letters: string): boolean {
	for (const word of words) if (letters !== '' && letters.replaceAll(word, '') === '') return true;
	return false;
}

function isRunIn(row: string, text: string): boolean {
	const backwards = [...row].reverse().join('');
	return [row, backwards].some((line) => line.repeat(3).includes(text));
}

/** The name itself, with no more than three characters added to it. */
function isOwnName(name: string, plain: string): boolean {
	return name.length >= 4 && plain.includes(name) && plain.replace(name, '').length <= 3;
}
