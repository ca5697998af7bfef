package io.freshet.checker;

/**
 * A read that was answered.
 *
 * @param request what was asked for
 * @param response what was answered
 * @param instance the instance that answered
 * @param available whether that instance puts availability first
 * @param begunAt the time before the request was sent
 * @param owed the version that it must show at least for the token that came with it,
 * zero without one
 * @param tally where it is counted
 */
record Read(Request request, Response response, int instance, boolean available, long begunAt, long owed, Tally tally) {

	static Read of(Request request, Response response, Instance instance, long begunAt, Tally tally) {
		return new Read(request, response, instance.number(), instance.isAvailable(), begunAt, 0, tally);
	}

	Read owing(long version) {
		return new Read(this.request, this.response, this.instance, this.available, this.begunAt, version, this.tally);
	}

	/**
	 * Returns whether the bound does not count: the response says that it may be stale,
	 * and comes from who may say so. All else counts.
	 */
	boolean isExcused() {
		return this.available && this.response.isMarkedStale();
	}

}
