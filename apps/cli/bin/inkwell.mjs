#!/usr/bin/env node
// `inkwell` from anywhere: hands over to the pinned Node, as `npm run inkwell` does.
import '../../../scripts/inkwell.mjs';
