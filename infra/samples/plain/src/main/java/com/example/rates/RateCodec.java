package com.example.rates;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

import io.freshet.caching.store.Shape;
import io.freshet.caching.store.ValueCodec;

/**
 * Writes a rate in fewer bytes than as JSON: {@code USD 1.1034 1}.
 */
final class RateCodec implements ValueCodec<Rate> {

	@Override
	public byte[] encode(Rate rate) {
		return (rate.currency() + ' ' + rate.price() + ' ' + rate.version()).getBytes(StandardCharsets.UTF_8);
	}

	@Override
	public Rate decode(byte[] payload) {
		String[] parts = new String(payload, StandardCharsets.UTF_8).split(" ", -1);
		return new Rate(parts[0], new BigDecimal(parts[1]), Long.parseLong(parts[2]));
	}

	/** Counted up when the format changes. */
	@Override
	public long shape() {
		return Shape.of("rate 1");
	}

}
