package io.freshet.problems;

import java.net.ConnectException;
import java.nio.channels.ClosedChannelException;
import java.util.List;

import io.freshet.caching.LoadTimeoutException;
import io.r2dbc.spi.R2dbcNonTransientResourceException;
import io.r2dbc.spi.R2dbcTimeoutException;
import io.r2dbc.spi.R2dbcTransientResourceException;

import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.transaction.CannotCreateTransactionException;

/**
 * Tells the errors that pass by themselves: the database or the issuer of tokens cannot
 * be reached, or does not answer in time.
 */
final class Unavailability {

	private static final List<Class<? extends Throwable>> SIGNS = List.of(R2dbcTransientResourceException.class,
			R2dbcNonTransientResourceException.class, R2dbcTimeoutException.class,
			DataAccessResourceFailureException.class, QueryTimeoutException.class,
			CannotCreateTransactionException.class, AuthenticationServiceException.class, ConnectException.class,
			ClosedChannelException.class, LoadTimeoutException.class);

	private Unavailability() {
	}

	static boolean isCauseOf(Throwable ex) {
		for (Throwable cause = ex; cause != null; cause = cause.getCause()) {
			if (isSign(cause)) {
				return true;
			}
		}
		return false;
	}

	private static boolean isSign(Throwable ex) {
		return SIGNS.stream().anyMatch((sign) -> sign.isInstance(ex));
	}

}
