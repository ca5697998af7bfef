package io.freshet.caching.redis;

import java.util.ArrayList;
import java.util.List;

import io.freshet.caching.redis.RedisSearch.Page;
import io.freshet.caching.redis.RedisSearch.UnknownPositionException;
import io.freshet.caching.redis.RedisSearch.Walked;
import io.freshet.caching.store.EntryHead;

/**
 * How far a search of all masters is, and what it has found.
 *
 * @param servers the masters
 * @param at which of them is searched
 * @param cursor where its {@code SCAN} goes on
 * @param named the number of keys that Redis named, those of others included
 * @param scanned the number of entries that were looked at
 * @param found those that were wanted
 */
record SearchReading(List<Server> servers, int at, String cursor, long named, long scanned, List<EntryHead> found) {

	/** Keys that one page may cost, so that it comes soon. */
	private static final int KEYS_A_PAGE = 10_000;

	private static final String FIRST = "0";

	static SearchReading at(String position, List<Server> servers) {
		if (position.isEmpty()) {
			return new SearchReading(servers, 0, FIRST, 0, 0, List.of());
		}
		String[] parts = position.split(":", -1);
		if (parts.length == 2 && parts[1].matches("\\d{1,20}")) {
			for (int i = 0; i < servers.size(); i++) {
				if (servers.get(i).id().equals(parts[0])) {
					return new SearchReading(servers, i, parts[1], 0, 0, List.of());
				}
			}
		}
		throw new UnknownPositionException();
	}

	Server server() {
		return this.servers.get(this.at);
	}

	boolean isAtEnd() {
		return this.at >= this.servers.size();
	}

	SearchReading withoutFound() {
		return new SearchReading(this.servers, this.at, this.cursor, 0, 0, List.of());
	}

	Walked walked() {
		return new Walked(this.named, this.scanned, this.found);
	}

	boolean isEnough(int limit) {
		return isAtEnd() || this.found.size() >= limit || this.named >= KEYS_A_PAGE;
	}

	/** As many keys as will probably do, so that hardly any entry is too much. */
	int nextCount(int limit) {
		double share = (this.named > 0) ? Math.max(0.01, (double) this.found.size() / this.named) : 1;
		return (int) Math.min(RedisSearch.SCAN_COUNT, Math.max(10, (limit - this.found.size()) / share));
	}

	SearchReading after(String next, long count, int seen, List<EntryHead> heads) {
		List<EntryHead> all = new ArrayList<>(this.found);
		all.addAll(heads);
		boolean done = next.equals(FIRST);
		return new SearchReading(this.servers, done ? this.at + 1 : this.at, next, this.named + count,
				this.scanned + seen, all);
	}

	Page page() {
		return new Page(this.found, isAtEnd() ? "" : server().id() + ":" + this.cursor);
	}

	/**
	 * A master.
	 *
	 * @param id what sets it apart from the others
	 * @param key a key that it would have
	 */
	record Server(String id, String key) {
	}

}
