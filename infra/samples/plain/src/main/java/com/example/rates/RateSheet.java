package com.example.rates;

import java.nio.charset.StandardCharsets;

import org.springframework.cache.annotation.Cacheable;
import org.springframework.stereotype.Component;

/**
 * All rates as a table for spreadsheets. Making it blocks, as with most libraries for
 * documents: callers are on a thread that may.
 */
@Component
class RateSheet {

	private final CentralBank bank;

	RateSheet(CentralBank bank) {
		this.bank = bank;
	}

	/** Of many who ask at the same time one makes it. */
	@Cacheable(cacheNames = "sheets", key = "'csv'", sync = true)
	public byte[] csv() {
		StringBuilder text = new StringBuilder("currency,price\r\n");
		this.bank.published()
			.forEach((rate) -> text.append(rate.currency()).append(',').append(rate.price()).append("\r\n"));
		return text.toString().getBytes(StandardCharsets.UTF_8);
	}

}
