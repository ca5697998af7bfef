package io.freshet.checker;

import java.util.ArrayList;
import java.util.List;

/**
 * A row as its writer knows it. Every write names the entity tag that it replaces, so
 * that of several writes whose outcome is unknown at most one was done, and none can be
 * done any more once another one was.
 */
final class Row {

	private final long id;

	private final RowHistory history = new RowHistory();

	private final List<Long> unsettled = new ArrayList<>();

	private long lastVersion;

	private String entityTag;

	private boolean entityTagOfWrite = true;

	Row(long id, String entityTag) {
		this.id = id;
		this.entityTag = entityTag;
	}

	long id() {
		return this.id;
	}

	RowHistory history() {
		return this.history;
	}

	/** Returns the entity tag to replace, empty if it has to be asked for. */
	String entityTag() {
		return this.entityTag;
	}

	/** Takes an entity tag that was read, which may be an old one. */
	void found(String read) {
		this.entityTag = read;
		this.entityTagOfWrite = false;
	}

	long nextVersion() {
		return ++this.lastVersion;
	}

	void written(long version, String current, long at, int instance) {
		this.history.acknowledged(version, at, instance);
		this.unsettled.forEach(this.history::undone);
		this.unsettled.clear();
		this.entityTag = current;
		this.entityTagOfWrite = true;
	}

	void rolledBack(long version) {
		this.history.undone(version);
	}

	void unknown(long version) {
		this.unsettled.add(version);
	}

	/**
	 * Takes note that the row is not in the state that the entity tag names. If it was,
	 * one of the writes with unknown outcome has changed it.
	 */
	void replaced(long at) {
		if (this.entityTagOfWrite && !this.unsettled.isEmpty()) {
			this.history.acknowledged(this.unsettled.get(0), at, RowHistory.NO_INSTANCE);
		}
		this.unsettled.clear();
		this.entityTag = "";
	}

}
