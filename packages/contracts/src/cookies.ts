/** Every cookie of the product. Those that begin with `ikatan_` make a page private: the web's page cache keeps away from it. */
export const cookieNames = {
	session: 'ikatan_session',
	/** Names a visitor's own drafts until they sign up. */
	visitor: 'ikatan_visitor',
	language: 'language',
	theme: 'theme',
} as const;
