import type { Plugin } from 'vite';

type Icon = { node: [tag: string, attributes: Record<string, string>][] };
const icon = /@lucide\/svelte\/dist\/icons\/[\w-]+\.svelte$/;
const inMarkup = (attributes: Record<string, string>) =>
	Object.entries(attributes)
		.map(([name, value]) => ` ${name}="${value}"`)
		.join('');

/**
 * Draws each icon of Lucide as plain markup: the package's own component puts it together in the browser, from data, with
 * more code than all our icons weigh.
 */
export function icons(): Plugin {
	return {
		name: 'ikatan-icons',
		enforce: 'pre',
		transform: {
			filter: { id: icon },
			handler(code, id) {
				const written = /const iconData = (\{.*\});/.exec(code)?.[1];
				if (!written) this.error(`${id} is not written as icons of Lucide were`);
				const { node } = JSON.parse(written) as Icon;
				const drawn = node.map(([tag, attributes]) => `<${tag}${inMarkup(attributes)} />`);
				return {
					code: `<script>let { size = 24, ...rest } = $props();</script>
<svg viewBox="0 0 24 24" width={size} height={size} fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" {...rest}>${drawn.join('')}</svg>`,
					map: null,
				};
			},
		},
	};
}
