import type { Connection } from './connection.ts';

/** Connections by what they share: a thread's readers, a member's open inboxes, a desk. An empty room is no room. */
export class Rooms<Key = number> {
	private readonly byId = new Map<Key, Set<Connection>>();

	of(id: Key): ReadonlySet<Connection> {
		return this.byId.get(id) ?? nobody;
	}

	ids(): Key[] {
		return [...this.byId.keys()];
	}

	enter(id: Key, connection: Connection): void {
		const room = this.byId.get(id);
		if (room) room.add(connection);
		else this.byId.set(id, new Set([connection]));
	}

	leave(id: Key, connection: Connection): void {
		const room = this.byId.get(id);
		room?.delete(connection);
		if (room?.size === 0) this.byId.delete(id);
	}
}

const nobody: ReadonlySet<Connection> = new Set();
