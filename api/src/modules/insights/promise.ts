/**
 * Words in which customers complain, wish and threaten to leave, English and Indonesian: our own list, drawn up from the kinds of
 * insight. Each is a pattern of PostgreSQL for lower-case text.
 */
export const telling = {
	complaint: pattern([
		"(does|do|did|is|was|are|can|could|will|would)n'?t (work|load|save|sync|print|open|start|show|let)",
		"can'?not|unable to|not working|no longer works?|stopped working",
		'broken|fail(s|ed|ing|ure)?|crash(es|ed|ing)?|bugs?|buggy|freezes?|frozen|hangs?|errors?',
		'lost|loses|missing|wrong|slow|laggy',
		'annoy(s|ed|ing)|frustrat(ed|ing|ion)|disappoint(ed|ing)|terrible|useless|unusable|nightmare|ridiculous',
		'rusak|gagal|eror|galat|macet|hilang|salah|lambat|lemot|kecewa|kesal|(tidak|tak|nggak|gak) (bisa|jalan|muncul|berfungsi)',
	]),
	wish: pattern([
		'would be (nice|great|good|helpful|lovely)|(please|could you|can you|you should) (add|support|allow|make)',
		'i wish|we wish|wish list|feature request|would (love|like)|it should be possible|is there (a|any) way|any plans?',
		'need(s)? (a|an|to be able)|support for|option to|ability to',
		'semoga|tolong tambah(kan)?|harap(an|kan)?|ingin|butuh|andai|alangkah|mohon|fitur|apakah ada cara',
	]),
	leaving: pattern([
		'cancel(l?ing|l?ed)?( (my|our) (subscription|account|plan))?|refund|money back',
		'switch(ing|ed)? to|mov(e|ing|ed) (to|away)|leav(e|ing) for|looking (at|for) (an )?alternatives?|competitors?',
		'last straw|fed up|giv(e|ing) up on',
		'pindah ke|berhenti (langganan|pakai|memakai)|kembalikan uang|batal(kan)? langganan|menyerah',
	]),
} as const;

function pattern(words: string[]): string {
	return `\\m(${words.join('|')})\\M`;
}

/**
 * What signs are worth in the order of mining. Logarithms, so that the tenth vote counts less than the first; half a point for
 * each 180 days newer, so that stored numbers need not age. Our own scale, tuned by reading the demo and the beer set.
 */
export const worth = {
	vote: 1.5,
	meToo: 2,
	answer: 0.5,
	unaccepted: 1,
	complaint: 1.5,
	wish: 1.5,
	leaving: 3,
	idea: 1,
	problem: 0.7,
	halfYear: 0.5,
} as const;
