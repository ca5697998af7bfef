package io.freshet.caching.postgres;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.PoolMetrics;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Wrapped;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

import io.freshet.caching.administration.CachingReport.Connections;
import io.freshet.caching.administration.DatabaseWatch;

/**
 * Looks at the connection pool of an application, if it has one.
 */
public final class PoolWatch implements DatabaseWatch {

	private static final boolean POOLS_KNOWN = ClassUtils.isPresent("io.r2dbc.pool.ConnectionPool",
			PoolWatch.class.getClassLoader());

	private final @Nullable ConnectionFactory pool;

	/**
	 * Makes a watch.
	 * @param connections the connections of the application
	 */
	public PoolWatch(ConnectionFactory connections) {
		this.pool = POOLS_KNOWN ? poolIn(connections) : null;
	}

	private static @Nullable ConnectionFactory poolIn(ConnectionFactory connections) {
		if (connections instanceof ConnectionPool) {
			return connections;
		}
		return (connections instanceof Wrapped<?> wrapped && wrapped.unwrap() instanceof ConnectionFactory inner)
				? poolIn(inner) : null;
	}

	@Override
	public @Nullable Connections connections() {
		ConnectionFactory known = this.pool;
		return (known != null) ? ((ConnectionPool) known).getMetrics().map(PoolWatch::connections).orElse(null) : null;
	}

	private static Connections connections(PoolMetrics metrics) {
		return new Connections(metrics.acquiredSize(), metrics.getMaxAllocatedSize(), metrics.pendingAcquireSize());
	}

}
