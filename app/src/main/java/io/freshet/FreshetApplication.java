package io.freshet;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * Starts Freshet.
 */
@SpringBootApplication
public class FreshetApplication {

	/**
	 * Starts the application.
	 * @param args command line arguments, read as properties
	 */
	public static void main(String[] args) {
		SpringApplication.run(FreshetApplication.class, args);
	}

}
