/**
 * Exchange rates, which are slow to come by.
 */
package com.example.rates;
