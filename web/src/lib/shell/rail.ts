/** Ties the menu button in the header to the navigation that it opens on small screens. */
export const railId = 'rail';
