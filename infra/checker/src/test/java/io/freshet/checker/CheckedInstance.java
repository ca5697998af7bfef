package io.freshet.checker;

/**
 * Starts the application, with one of its defences switched off if the system property
 * {@code checker.off} names one. As soon as the file that {@code checker.crash} names is
 * there, the process ends with the next commit.
 */
final class CheckedInstance {

	private CheckedInstance() {
	}

	/**
	 * Starts the application, whose classes are there when this runs only.
	 * @param args command line arguments of the application
	 * @throws ReflectiveOperationException if there is no application
	 */
	public static void main(String[] args) throws ReflectiveOperationException {
		endWithParent();
		Switches.crashAfterCommit();
		String off = System.getProperty("checker.off", "");
		if (!off.isEmpty()) {
			Switches.turnOff(Defence.of(off));
		}
		Class.forName("io.freshet.FreshetApplication").getMethod("main", String[].class).invoke(null, (Object) args);
	}

	/** However the checker ends. */
	private static void endWithParent() {
		ProcessHandle parent = ProcessHandle.current().parent().orElseThrow();
		Thread watch = new Thread(() -> {
			parent.onExit().join();
			Runtime.getRuntime().halt(1);
		}, "End of the checker");
		watch.setDaemon(true);
		watch.start();
	}

}
