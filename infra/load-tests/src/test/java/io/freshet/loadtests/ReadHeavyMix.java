package io.freshet.loadtests;

import static io.gatling.javaapi.core.CoreDsl.during;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.core.CoreDsl.scenario;

/**
 * Many readers and few writers: nothing fails, and nearly all answers come in time.
 */
public final class ReadHeavyMix extends FreshetSimulation {

	/**
	 * Sets the simulation up.
	 */
	public ReadHeavyMix() {
		setUp(scenario("Readers, and few writers")
			.exec(during(settings().duration()).on(new ReadMix(this).step(), think()))
			.injectOpen(rampUsers(settings().users()).during(settings().rampUp()))).protocols(protocol())
			.assertions(nothingFails(), answersInTime());
	}

}
