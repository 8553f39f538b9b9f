import type { Connection } from './connection.ts';

/** Connections by a number: a thread's readers, a member's open inboxes. An empty room is no room. */
export class Rooms {
	private readonly byId = new Map<number, Set<Connection>>();

	of(id: number): ReadonlySet<Connection> {
		return this.byId.get(id) ?? nobody;
	}

	ids(): number[] {
		return [...this.byId.keys()];
	}

	enter(id: number, connection: Connection): void {
		const room = this.byId.get(id);
		if (room) room.add(connection);
		else this.byId.set(id, new Set([connection]));
	}

	leave(id: number, connection: Connection): void {
		const room = this.byId.get(id);
		room?.delete(connection);
		if (room?.size === 0) this.byId.delete(id);
	}
}

const nobody: ReadonlySet<Connection> = new Set();
