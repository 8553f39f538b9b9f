import { readdirSync, readFileSync } from 'node:fs';
import type { Name, Place } from './place.ts';

/** Memory in MB, the most that was seen; time of processors in milliseconds. */
export type Used = { memory: Record<Name, number>; processor: Record<Name | 'postgres', number> };

const names = ['api', 'web', 'worker'] as const;
/** Linux counts time in hundredths of a second. */
const tick = 10;

/** Watches what the processes take from now until `stop`; all zero where there is no /proc. */
export function watchProcesses({ pids }: Place): { stop(): Used } {
	const memory = { api: 0, web: 0, worker: 0 };
	const look = () => {
		for (const name of names) memory[name] = Math.max(memory[name], Math.round(memoryOf(pids[name])));
	};
	const spent = () => ({
		api: timeOf(pids.api),
		web: timeOf(pids.web),
		worker: timeOf(pids.worker),
		postgres: childrenOf(pids.postgres).reduce((sum, pid) => sum + timeOf(pid), 0),
	});
	const before = spent();
	const timer = setInterval(look, 200);
	return {
		stop: () => {
			look();
			clearInterval(timer);
			const after = spent();
			const processor = { ...after };
			for (const name of [...names, 'postgres'] as const) processor[name] = after[name] - before[name];
			return { memory, processor };
		},
	};
}

function memoryOf(pid: number): number {
	return Number(/VmRSS:\s+(\d+)/.exec(read(pid, 'status'))?.[1] ?? 0) / 1024;
}

/** Time that a process has run so far, in its own code and in the kernel's. */
function timeOf(pid: number): number {
	const fields = fieldsOf(pid);
	return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * tick;
}

function childrenOf(parent: number): number[] {
	const pids = readdirSync('/proc').map(Number).filter(Number.isInteger);
	return pids.filter((pid) => Number(fieldsOf(pid)[1]) === parent);
}

/** Of /proc/<pid>/stat, those after the name, which may itself hold spaces. */
const fieldsOf = (pid: number) => read(pid, 'stat').split(') ').at(-1)!.split(' ');

function read(pid: number, name: string): string {
	try {
		return readFileSync(`/proc/${pid}/${name}`, 'utf8');
	} catch {
		return '';
	}
}
