import os from 'node:os';

/** Has everything else on the machine come before this process; one that was started to give way even more stays so. */
export function giveWay(): void {
	os.setPriority(Math.max(os.getPriority(), os.constants.priority.PRIORITY_BELOW_NORMAL));
}
