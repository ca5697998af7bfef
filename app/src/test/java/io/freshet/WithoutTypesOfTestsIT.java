package io.freshet;

import java.time.InstantSource;

import io.freshet.caching.testing.WithRealServers;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The application that the other tests run is the one that is built.
 */
@WithRealServers
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class WithoutTypesOfTestsIT {

	@Autowired
	private ApplicationContext context;

	@Test
	void hasNoClockOfATest() {
		assertThat(this.context.getBeanNamesForType(InstantSource.class)).isEmpty();
	}

}
