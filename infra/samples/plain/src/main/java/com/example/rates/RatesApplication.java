package com.example.rates;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * Starts the application.
 */
@SpringBootApplication
public class RatesApplication {

	/**
	 * Starts the application.
	 * @param args command line arguments, read as properties
	 */
	public static void main(String[] args) {
		SpringApplication.run(RatesApplication.class, args);
	}

}
