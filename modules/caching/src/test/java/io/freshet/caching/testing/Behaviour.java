package io.freshet.caching.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * What a proxy does with the bytes that come by. It runs on the thread of one direction
 * of one connection, and may wait.
 */
@FunctionalInterface
public interface Behaviour {

	/**
	 * Passes bytes on, or does not.
	 * @param direction where they go
	 * @param bytes the bytes, which may be changed
	 * @param length how many there are
	 * @param out where they go on
	 * @return whether the connection stays
	 * @throws IOException if the connection is gone
	 */
	boolean pass(Direction direction, byte[] bytes, int length, OutputStream out) throws IOException;

	/**
	 * Ends what waits.
	 */
	default void end() {
	}

	/**
	 * Returns whether bytes are missing, so that a connection is of no use afterwards.
	 * @return whether it has to be closed
	 */
	default boolean losesBytes() {
		return false;
	}

	/**
	 * Passes everything on at once.
	 * @return the behaviour
	 */
	static Behaviour forwarding() {
		return (direction, bytes, length, out) -> {
			out.write(bytes, 0, length);
			return true;
		};
	}

	/**
	 * Passes each piece on after a while, both to the server and back.
	 * @param least the shortest while
	 * @param most the longest while
	 * @return the behaviour
	 */
	static Behaviour delaying(Duration least, Duration most) {
		return (direction, bytes, length, out) -> {
			waitBetween(least, most);
			out.write(bytes, 0, length);
			return true;
		};
	}

	/**
	 * Passes on what the server is asked, and now and then an answer after a while only.
	 * @param probability how often
	 * @param least the shortest while
	 * @param most the longest while
	 * @return the behaviour
	 */
	static Behaviour delayingAnswers(double probability, Duration least, Duration most) {
		return (direction, bytes, length, out) -> {
			if (direction == Direction.TO_CLIENT && ThreadLocalRandom.current().nextDouble() < probability) {
				waitBetween(least, most);
			}
			out.write(bytes, 0, length);
			return true;
		};
	}

	/**
	 * Passes nothing on until it ends, then all: as a network that was away.
	 * @return the behaviour
	 */
	static Behaviour stalling() {
		CountDownLatch ended = new CountDownLatch(1);
		return new Behaviour() {

			@Override
			public boolean pass(Direction direction, byte[] bytes, int length, OutputStream out) throws IOException {
				try {
					ended.await();
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
					return false;
				}
				out.write(bytes, 0, length);
				return true;
			}

			@Override
			public void end() {
				ended.countDown();
			}

		};
	}

	/**
	 * Takes everything and passes nothing on.
	 * @return the behaviour
	 */
	static Behaviour swallowing() {
		return new Behaviour() {

			@Override
			public boolean pass(Direction direction, byte[] bytes, int length, OutputStream out) {
				return true;
			}

			@Override
			public boolean losesBytes() {
				return true;
			}

		};
	}

	/**
	 * Now and then changes a bit.
	 * @param probability how often
	 * @return the behaviour
	 */
	static Behaviour flipping(double probability) {
		return (direction, bytes, length, out) -> {
			ThreadLocalRandom random = ThreadLocalRandom.current();
			if (random.nextDouble() < probability) {
				bytes[random.nextInt(length)] ^= (byte) (1 << random.nextInt(8));
			}
			out.write(bytes, 0, length);
			return true;
		};
	}

	/**
	 * Now and then passes a part on and closes the connection.
	 * @param probability how often
	 * @return the behaviour
	 */
	static Behaviour truncating(double probability) {
		return (direction, bytes, length, out) -> {
			ThreadLocalRandom random = ThreadLocalRandom.current();
			boolean truncated = random.nextDouble() < probability;
			out.write(bytes, 0, truncated ? random.nextInt(length) : length);
			return !truncated;
		};
	}

	private static void waitBetween(Duration least, Duration most) {
		long nanos = ThreadLocalRandom.current().nextLong(least.toNanos(), most.toNanos() + 1);
		long until = System.nanoTime() + nanos;
		for (long rest = nanos; rest > 0; rest = until - System.nanoTime()) {
			LockSupport.parkNanos(rest);
		}
	}

	/**
	 * Where bytes go.
	 */
	enum Direction {

		/**
		 * They are asked.
		 */
		TO_SERVER,

		/**
		 * They are answered.
		 */
		TO_CLIENT

	}

}
