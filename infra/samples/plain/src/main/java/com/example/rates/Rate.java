package com.example.rates;

import java.math.BigDecimal;

/**
 * What one euro costs.
 *
 * @param currency the currency in which it is paid
 * @param price the price
 * @param version how often the price was set
 */
record Rate(String currency, BigDecimal price, long version) {

	Rate at(BigDecimal newPrice) {
		return new Rate(this.currency, newPrice, this.version + 1);
	}

}
