/** Words that carry a sentence rather than its subject, apostrophes taken out: they weigh little when threads are ranked. */
const byLanguage: Record<string, string> = {
	en: `a about after again all also am an and any anybody anyone anything are arent as at be because been before being
		between both but by can cant cannot could couldnt did didnt do does doesnt doing done dont during each either else
		ever every everyone few for from get gets getting go goes going got had has hasnt have havent having he hello help
		her here hers hey hi him his how however i id if ill im in instead into is isnt it its itself ive just know let lets
		like lot make makes many may maybe me might more most much must my myself need needs no nobody not nothing now of
		off ok on once one only or other others our out over own please possible quite rather really same she should so
		some somebody someone something somehow still such than thank thanks that thats the their them then there these
		they thing things this those though through to too tried try trying under until up upon us use used uses using very
		via want wanted wants was wasnt way ways we well were what whats when whenever where whether which while who whom
		whose why will with within without wont would wouldnt yes yet you your yours`,
	id: `ada adakah adalah agar akan aku anda antara apa apakah apalagi atau atas bagaimana bagi bahwa banyak baru
		beberapa begini begitu belum berapa bila bisa bisakah boleh bukan buat cara caranya coba dalam dan dapat dapatkah
		dari daripada dengan di dia dong dulu guna hanya harus hingga ia ini itu iya jadi jangan jika juga kah kalau kalian
		kami kamu kan kapan karena kata ke kenapa kepada ketika kita kok lagi lah lain lalu lebih maka mana masih mau
		melalui memang mengapa mereka mohon mungkin namun nah nih nya oleh pada pak para per perlu pernah punya pula pun
		saat saja sama sambil sampai sana sangat saya sebagai sebelum sedang sejak selalu semua seperti sering serta setelah
		setiap siapa sih silakan sini suatu sudah supaya tadi tak tanpa tapi tentang terima kasih terlalu ternyata tetap
		tetapi tidak tiap tolong untuk walau ya yaitu yakni yang`,
};

const sets = new Map(Object.entries(byLanguage).map(([language, words]) => [language, new Set(words.split(/\s+/))]));

/** True for words such as “how” or “bagaimana”, in whichever language; `word` in lower case without apostrophes. */
export function isFunctionWord(word: string): boolean {
	for (const words of sets.values()) if (words.has(word)) return true;
	return false;
}

/** English or Indonesian by which function words occur more often; `fallback` when neither leads. */
export function guessLanguage(words: readonly string[], fallback: string): string {
	let best = fallback;
	let most = 0;
	for (const [language, functionWords] of sets) {
		const count = words.reduce((sum, word) => sum + (functionWords.has(word) ? 1 : 0), 0);
		if (count > most || (count === most && language === fallback)) {
			best = language;
			most = count;
		}
	}
	return most > 0 ? best : fallback;
}
