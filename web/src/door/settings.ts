/** What the front door needs from the environment. */
export type Settings = {
	port: number;
	host: string;
	api: URL;
	webSecret: string;
	/** The origin that people see; empty when it is whatever they call. */
	publicOrigin: string;
	/** How many proxies of our own stand before this process, whose X-Forwarded headers are to be believed. */
	trustedProxies: number;
	/** Which requests the log names: all, those that failed or took longer than a second, or none. */
	logRequests: 'all' | 'slow' | 'none';
};

/** Reads the environment once; the names are those of the configuration table in the README. */
export function settingsFrom(environment: NodeJS.ProcessEnv): Settings {
	const logRequests = environment.LOG_REQUESTS;
	return {
		port: Number(environment.PORT || 3000),
		host: environment.HOST || '0.0.0.0',
		api: new URL(environment.API_URL || 'http://127.0.0.1:3001'),
		webSecret: environment.WEB_SECRET || '',
		publicOrigin: (environment.PUBLIC_ORIGIN || '').replace(/\/$/, ''),
		trustedProxies: Number(environment.TRUSTED_PROXIES || 0),
		logRequests: logRequests === 'all' || logRequests === 'none' ? logRequests : 'slow',
	};
}
