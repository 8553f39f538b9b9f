/**
 * Words in which customers complain, wish, threaten to leave and join in, English and Indonesian: our own lists, drawn up from the
 * kinds of insight and corrected by reading real forums (questions about a drink, support of a game engine). `plain` words tell
 * less than `telling` ones: who asks for help speaks of errors, too. `exact` ones are told by their capitals, and a sentence with one of
 * `except` is meant otherwise.
 */
export const signWords: Record<Sign, { telling: RegExp; plain?: RegExp; exact?: RegExp; except?: RegExp }> = {
	complaint: {
		telling: words([
			"(do|does|did|is|was|are|were|can|could|will|would|has|have)(n['’]?t| not) (seem to |even |really |always |actually |get to )?(work|load|save|sync|print|open|start|respond|connect|appear|update|arrive|show)",
			'not working|no longer works?|(stopped|stops|stop) working|never works?|unable to',
			"(can['’]?t|cannot|can not) (even )?(get|find|use|see|open|save|print|load|sync|export|import|log in|figure)",
			'broken|crash(es|ed|ing)?|(it|app|screen|page|program|tablet|till|computer|window|everything|system) (just |always |often |then )?(freezes|froze|hangs|hung)|keeps? (freezing|hanging)|buggy|(a|this|the|serious|annoying) bug|bugs',
			'fails?|failed|failing',
			'annoy(s|ed|ing)|frustrat(ed|ing|ion)|disappoint(ed|ing)|terrible|horrible|awful|useless|unusable|nightmare|ridiculous',
			'painful|a pain|cumbersome|tedious|confus(ed|es|ing)|unintuitive|clunky|a mess|(very|quite|so|too|really) (slow|hard|difficult|primitive|limited)|hard to (use|find|read|understand|follow)|impossible to|waste of time',
			'(poor|lack of|no|missing|outdated) documentation|poorly documented|undocumented|workarounds?',
			'rusak|gagal|macet|kecewa|kesal|ribet|repot|bikin (pusing|bingung)|membingungkan|lemot|lambat|eror|galat',
			'(tidak|tak|nggak|enggak|ndak|gak|ga|belum|nda) (bisa|jalan|muncul|berfungsi|keluar|masuk|terkirim|tercetak|terbaca|cocok|sinkron|konek|mau)',
			'(putus|hilang|error) terus|(sering|selalu) (putus|hilang|salah|error)|salah (hitung|cetak|harga|stok|jumlah)|selisih|susah(nya)?|sulit',
		]),
		plain: words([
			'errors?|wrong|missing|slow|laggy|lost|loses?|unfortunately|sadly|too bad|pity|issues?|problems?',
			'hilang|salah(?! satu)|dobel|minus|masalah(nya)?|error|sayangnya',
		]),
	},
	wish: {
		telling: words([
			'(would|will|might|could) be (really |very |so |super )?(nice|great|good|helpful|lovely|useful|awesome|cool|handy|amazing)',
			'(nice|great|good|helpful|useful|handy) to have|(please|could you|can you|you should|they should|should really) (add|support|allow|make|consider|include)',
			'(i|we) (really |do |just )?wish (?!to )|wish ?list|feature request|feature (that )?(i|we) (would|need|want)|missing feature|could this be added',
			"(would|['’]d) (really )?(love|like) (to (see|have|be able|know if it)|it if|this to|that to)|should be possible|(it|you|there) should (also )?(allow|support)",
			'(any|are there|is there) plans?( to| for)?|on the roadmap|planned for|(add|adding|lack of|lacks?|without|missing) (support|an option|the option|a way|the ability)',
			'desirable|i (would )?(suggest (adding|that you|to add)|propose)|my (suggestion|proposal|request)|(we|i) (really )?need (a way|to be able|an option|support)',
			'semoga|tolong (di)?tambah(kan)?|harapan(nya)?|berharap|pengen|pengin|seandainya|andai(kan|kata)?|alangkah|mohon|kalau bisa|usul(an)?|saran saya|maunya|sebaiknya|apakah ada cara',
		]),
		plain: words([
			'is there (a|any) way|support for|option to|ability to|(we|i) need|would like to|instead of having to',
			'ingin|butuh|fitur|apa(kah)? bisa|bisa (nggak|gak|tidak|ga)|harap|enaknya',
		]),
		except: words([
			'(any|your|some) (help|insights?|ideas?|pointers?|advice|suggestions?|tips?|comments?|feedback|input|thoughts?|info)',
		]),
	},
	leaving: {
		telling: words([
			'cancel(l?ing|l?ed)? (my|our|the) (subscription|account|plan|contract|licen[cs]e)|money back|(want|demand|ask(ed|ing)? for) (a|my|our) (refund|money)',
			'(switch|switched|switching|migrate|migrated|migrating|move|moved|moving|going|went) (over )?(from|to) (an? )?(another|different|other|competing|something else|competitor)( (vendor|provider|product|system|tool|app|solution|company|platform|software|supplier|program|engine|one)|(?= ?[.,;!?)]|$))|(we|i)( are| am|.(m|re))? mov(e|ed|ing) away|(switch|switched|switching|migrate|migrated|migrating) (over )?away from',
			'(look(ed|ing)? (at|for|into)|compar(e|es|ed|ing)) (an |other |some |any )?alternatives?|better alternatives?|(my|our|your|their|a) competitors?',
			'last straw|fed up|had enough of|(giv(e|ing|en)|gave) up on|waste of money|abandon(ed|ing)? (it|this|the)|(stop|stopped|stopping) (using|paying)|no longer (use|using|pay|paying)',
			'pindah ke (yang|aplikasi|sistem|kasir|tempat|vendor|merek|program)|(mau|ingin|mending|terpaksa|sudah|akan) pindah|berhenti (langganan|berlangganan|pakai|memakai|menggunakan)',
			'kembalikan uang|(batal|batalkan|stop) langganan|menyerah|kapok|(cari|ganti) (aplikasi|sistem|program|kasir|alternatif)( yang)? lain',
		]),
		exact:
			/(?<![\p{L}\p{N}])(?:I|[Ww]e|'ve|’ve|have|had|would|to|will) (?:have |had |now |already |just )?(?:switch|switched|moved?|migrated?|gone|go|went|change|changed) (?:back |over )?to (?!The |A |An |I |It )\p{Lu}[\p{L}\p{N}]+/u,
	},
	echo: {
		telling: words([
			"me too|same (here|issue|problem|thing|question|for (me|us))|[i]['’]?(m|am) (also|having the same)|(also|definitely|very|really) interested|(i )?second (this|that)|seconded|count me in",
			"(would|['’]d) (also )?(love|like) (this|that|to see this|to see that)|(we|i) ((also (need|want|have) (this|that|the same))|((need|want|have) (this|that|it) (too|as well)))|having the same|also (having|seeing|experiencing)|would love that|bump",
			'saya juga|kami juga|sama (di sini|juga)|di tempat (saya|kami) juga|setuju|ikut (menunggu|nunggu|mengalami)|mengalami hal yang sama',
		]),
		exact: /(?<![\p{L}\p{N}])\+1(?![\p{L}\p{N}])/u,
	},
};

/** What words of customers are a sign of. */
export type Sign = 'leaving' | 'complaint' | 'wish' | 'echo';

/** Any of these, as whole words, in any case. */
function words(patterns: string[]): RegExp {
	return new RegExp(`(?<![\\p{L}\\p{N}])(?:${patterns.join('|')})(?![\\p{L}\\p{N}])`, 'iu');
}

/** Raise it when words or worths change: every thread is then weighed anew by and by. */
export const scale = 1;

/**
 * What signs are worth in the order of mining. Logarithms, so that the tenth vote (or complaint) counts less than the first; a fifth of
 * a point for each 180 days newer, so that stored numbers need not age: three years weigh about as much as one complaint. Our own
 * scale, tuned by reading the demo, the beer set and a forum of 600 threads.
 */
export const worth = {
	vote: 1.5,
	meToo: 2,
	echo: 1.2,
	answer: 0.4,
	unaccepted: 0.7,
	complaint: 1.3,
	wish: 1.5,
	leaving: 2,
	idea: 1.5,
	problem: 0.7,
	halfYear: 0.2,
	/** Reading takes time: for each doubling of about two screens of text. */
	length: -0.4,
} as const;

/** Characters that are read without scrolling much. */
export const screenful = 2000;
