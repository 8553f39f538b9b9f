/** Name of the hidden field that tells an action which live connection its page has. */
export const connectionField = 'liveConnection';
