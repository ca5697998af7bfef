package io.freshet.checker;

/**
 * Disturbs a cluster.
 */
@FunctionalInterface
interface Disturbance {

	/**
	 * Disturbs, and heals in the end.
	 * @param cluster what is disturbed
	 * @param load the clients, who can misbehave as well
	 * @param period how long
	 * @throws Exception if the disturbance could not be made
	 */
	void disturb(Cluster cluster, Load load, Period period) throws Exception;

}
