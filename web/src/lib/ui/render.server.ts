export { render } from 'svelte/server';
