package io.freshet.caching.postgres;

import io.r2dbc.spi.R2dbcException;

/**
 * What the follower asks the ledger. Each answer tells history and snapshot, in one row
 * without an invalidation if there is none.
 */
final class LedgerQueries {

	/**
	 * The parts of the identity of a history: the cluster, its timeline (another one
	 * after a promotion or a recovery to a point in time), the database, and when its
	 * statistics began. PostgreSQL discards those when it recovers from a crash or from a
	 * copy of its files, where it may give transaction identifiers away a second time; it
	 * keeps them when it is stopped and started.
	 */
	private static final String HISTORY = """
			(select system_identifier::text from pg_control_system())
			  || '-' || left(pg_walfile_name(pg_current_wal_lsn()), 8)
			  || '-' || (select oid::text from pg_database where datname = current_database())
			  || '-' || coalesce((select to_hex((extract(epoch from stats_reset) * 1000)::bigint) from pg_stat_bgwriter), '')""";

	static final String READ_BACK = "select " + HISTORY + """
			, pg_current_snapshot()::text, i.xid::text, i.tags, i.pattern
			  from (select 1) one left join (
			    select xid, tags, pattern from cache_invalidation
			     where at > clock_timestamp() - make_interval(secs => $1) order by xid desc limit $2) i on true""";

	/**
	 * What a snapshot does not see is what had not begun then, and what was running. Both
	 * are asked for by the index, so that a transaction that stays open for long does not
	 * make every look read all that was written since it began.
	 */
	static final String NEWS = "select " + HISTORY + """
			, pg_current_snapshot()::text, i.xid::text, i.tags, i.pattern
			  from (select 1) one left join (
			    select xid, tags, pattern from cache_invalidation
			     where xid >= pg_snapshot_xmax($1::pg_snapshot)
			    union all
			    select xid, tags, pattern from cache_invalidation
			     where xid = any(array(select pg_snapshot_xip($1::pg_snapshot)))) i on true""";

	/** Fails if there is no table, and reads nothing of it. */
	static final String PROBE = "select from cache_invalidation limit 0";

	private static final String UNDEFINED_TABLE = "42P01";

	private LedgerQueries() {
	}

	/**
	 * Returns whether a query failed because there is no table to ask.
	 */
	static boolean isTableMissing(Throwable failure) {
		return failure instanceof R2dbcException ex && UNDEFINED_TABLE.equals(ex.getSqlState());
	}

}
