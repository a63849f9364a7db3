// The worker as a bundle of its own, for computeClient.test.ts.
import '../../src/playground/worker';
