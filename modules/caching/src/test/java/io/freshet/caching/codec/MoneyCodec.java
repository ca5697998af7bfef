package io.freshet.caching.codec;

import java.nio.charset.StandardCharsets;

import io.freshet.caching.codec.MoneyCodec.Money;
import io.freshet.caching.store.Shape;
import io.freshet.caching.store.ValueCodec;

/** As docs/values.md shows it. */
public final class MoneyCodec implements ValueCodec<Money> {

	@Override
	public byte[] encode(Money value) {
		return (value.currency() + " " + value.cents()).getBytes(StandardCharsets.UTF_8);
	}

	@Override
	public Money decode(byte[] payload) {
		String[] parts = new String(payload, StandardCharsets.UTF_8).split(" ", -1);
		return new Money(parts[0], Long.parseLong(parts[1]));
	}

	@Override
	public long shape() {
		return Shape.of("money 1");
	}

	/**
	 * An amount.
	 *
	 * @param currency its currency
	 * @param cents how many hundredths
	 */
	public record Money(String currency, long cents) {
	}

}
