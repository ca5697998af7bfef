package io.freshet.caching.postgres;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import io.r2dbc.spi.Readable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.freshet.caching.KeyPattern;
import io.freshet.caching.invalidation.Invalidation;

/**
 * A row of the answer that a look at the ledger gets: always history and snapshot, and an
 * invalidation if there is any.
 * <p>
 * Anybody may have written the invalidation, with SQL. One that cannot be read must not
 * keep the follower from the others, so it is obeyed in the widest sense.
 *
 * @param history the identity of the history
 * @param snapshot the current snapshot
 * @param position the position of the invalidation
 * @param labels its labels
 * @param pattern its pattern
 */
record LedgerRow(String history, String snapshot, @Nullable Long position, List<String> labels,
		@Nullable String pattern) {

	private static final Logger logger = LoggerFactory.getLogger(LedgerRow.class);

	static LedgerRow of(Readable row) {
		String position = row.get(2, String.class);
		@Nullable String @Nullable [] labels = row.get(3, String[].class);
		return new LedgerRow(required(row, 0), required(row, 1),
				(position != null) ? Long.parseUnsignedLong(position) : null,
				(labels != null) ? Arrays.stream(labels).filter(Objects::nonNull).toList() : List.of(),
				row.get(4, String.class));
	}

	private static String required(Readable row, int column) {
		String value = row.get(column, String.class);
		if (value == null) {
			throw new IllegalStateException("The ledger's answer has no column " + column);
		}
		return value;
	}

	Invalidation invalidation() {
		return Invalidation.ofLabels(this.labels, (this.pattern != null) ? readable(this.pattern) : null);
	}

	private static KeyPattern readable(String pattern) {
		try {
			return KeyPattern.of(pattern);
		}
		catch (IllegalArgumentException ex) {
			logger.warn("A row of the invalidation ledger has no valid pattern, all entries are invalid: {}",
					ex.getMessage());
			return KeyPattern.ALL;
		}
	}

}
