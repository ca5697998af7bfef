package io.freshet.checker;

/**
 * A read that was answered.
 *
 * @param request what was asked for
 * @param response what was answered
 * @param instance the instance that answered
 * @param begunAt the time before the request was sent
 * @param tally where it is counted
 */
record Read(Request request, Response response, int instance, long begunAt, Tally tally) {
}
