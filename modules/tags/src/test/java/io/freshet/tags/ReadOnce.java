package io.freshet.tags;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * What is read from the class path the first time that it is needed, on whatever thread:
 * the messages of the validator, and the API that is documented.
 */
public final class ReadOnce implements BlockHoundIntegration {

	@Override
	public void applyTo(BlockHound.Builder builder) {
		builder.allowBlockingCallsInside("java.util.ResourceBundle", "getBundleImpl")
			.allowBlockingCallsInside("org.springdoc.api.AbstractOpenApiResource", "getOpenApi");
	}

}
