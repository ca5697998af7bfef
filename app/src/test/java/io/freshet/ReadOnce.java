package io.freshet;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * What may block, and why. The messages of the validator are read from the class path
 * when the first request breaks a rule, on whatever thread; after that they are in
 * memory.
 */
public final class ReadOnce implements BlockHoundIntegration {

	@Override
	public void applyTo(BlockHound.Builder builder) {
		builder.allowBlockingCallsInside("java.util.ResourceBundle", "getBundleImpl");
	}

}
