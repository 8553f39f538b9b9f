// What stands around every page for members alone.
export { default as AccountMenu } from './AccountMenu.svelte';
export { default as MailReminder } from './MailReminder.svelte';
