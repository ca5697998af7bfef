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

	void found(String current) {
		this.entityTag = current;
	}

	long nextVersion() {
		return ++this.lastVersion;
	}

	void written(long version, String current, long at, int instance) {
		this.history.acknowledged(version, at, instance);
		this.unsettled.forEach(this.history::undone);
		this.unsettled.clear();
		this.entityTag = current;
	}

	void rolledBack(long version) {
		this.history.undone(version);
	}

	void unknown(long version) {
		this.unsettled.add(version);
	}

	/**
	 * Takes note that the row is no longer what the entity tag says.
	 * @return whether one of the writes with unknown outcome can have done it
	 */
	boolean replaced(long at) {
		this.entityTag = "";
		if (this.unsettled.isEmpty()) {
			return false;
		}
		this.history.acknowledged(this.unsettled.get(0), at, RowHistory.NO_INSTANCE);
		this.unsettled.clear();
		return true;
	}

}
