import { createContext } from 'svelte';

/** Says what has happened: to those who see the page as a short note, to those who hear it by a live region. */
export class Status {
	said = $state('');
	alarmed = $state('');
	shown = $state(false);
	#timer: ReturnType<typeof setTimeout> | undefined;

	/** Something went well, or on. */
	say(text: string): void {
		this.#show(text, '');
	}

	/** Something needs attention now. */
	alarm(text: string): void {
		this.#show('', text);
	}

	hide(): void {
		clearTimeout(this.#timer);
		this.shown = false;
	}

	#show(said: string, alarmed: string): void {
		clearTimeout(this.#timer);
		this.said = said;
		this.alarmed = alarmed;
		this.shown = true;
		this.#timer = setTimeout(() => (this.shown = false), 6000);
	}
}

const [useStatus, provideStatus] = createContext<Status>();
export { provideStatus, useStatus };
