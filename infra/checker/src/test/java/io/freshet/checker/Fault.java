package io.freshet.checker;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What can go wrong.
 */
enum Fault {

	/** Nothing. */
	NONE((cluster, load, period) -> period.pauseToEnd()),

	/** Redis is killed and comes back with its data. */
	REDIS_KILLED(RedisFaults::kill),

	/** Redis stops answering, its connections stay. */
	REDIS_PAUSED(RedisFaults::pause),

	/** Redis comes back with data of long ago. */
	REDIS_OLD_DATA(RedisFaults::restoreOldData),

	/** The connections that listen for messages are cut. */
	PUBSUB_CUT(RedisFaults::cutPubSub),

	/** Everything to and from Redis takes 30 to 80 ms longer. */
	REDIS_SLOW(NetworkFaults::slowRedis),

	/** Instances lose their way to Redis. */
	REDIS_BLACKHOLE(NetworkFaults::redisBlackhole),

	/** Bits of what goes to and from Redis change, connections end within a message. */
	REDIS_CORRUPT(NetworkFaults::corruptRedis),

	/** An instance is 20 to 60 ms away from PostgreSQL. */
	POSTGRES_SLOW(NetworkFaults::slowPostgres),

	/** One in ten of PostgreSQL's answers to an instance takes 400 to 600 ms longer. */
	POSTGRES_ANSWERS_LATE(NetworkFaults::lateAnswersOfPostgres),

	/** An instance loses its way to PostgreSQL. */
	POSTGRES_BLACKHOLE(NetworkFaults::postgresBlackhole),

	/** PostgreSQL ends without writing anything down, and recovers. */
	POSTGRES_KILLED(PostgresFaults::kill),

	/** An instance stands still, as in a long garbage collection. */
	INSTANCE_PAUSED(ProcessFaults::pause),

	/** An instance ends between a commit and what it does about it. */
	INSTANCE_KILLED(ProcessFaults::killAfterCommit),

	/** Clients go away while their write is under way. */
	CLIENTS_LEAVE(ProcessFaults::leave),

	/** A transaction that has written stays open. */
	LONG_TRANSACTION(PostgresFaults::holdTransaction),

	/** PostgreSQL is lost, and its replica takes its place. */
	REPLICA_PROMOTED(PostgresFaults::promoteReplica);

	/** References to methods without a state. */
	@SuppressWarnings("ImmutableEnumChecker")
	private final Disturbance disturbance;

	Fault(Disturbance disturbance) {
		this.disturbance = disturbance;
	}

	static Fault of(String name) {
		return valueOf(name.strip().toUpperCase(Locale.ROOT).replace('-', '_'));
	}

	static List<String> names() {
		return Arrays.stream(values()).map(Fault::toString).toList();
	}

	Disturbance disturbance() {
		return this.disturbance;
	}

	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
