package io.freshet.caching.administration;

import java.time.Instant;
import java.util.List;

/**
 * What all instances say of themselves.
 *
 * @param at when they were asked about
 * @param self the identifier of the instance that answers
 * @param complete whether these are all; not if there is no database through which they
 * tell each other, if it cannot be reached, or if an instance reports in another form
 * @param instances the instances that reported lately, by name, this one among them
 */
public record InstancesReport(Instant at, String self, boolean complete, List<InstanceReport> instances) {

	/**
	 * Copies the list.
	 * @param at when they were asked about
	 * @param self the identifier of the instance that answers
	 * @param complete whether these are all
	 * @param instances the instances
	 */
	public InstancesReport {
		instances = List.copyOf(instances);
	}

}
