/**
 * The entry of the playground's webview. The page needs `<loss-playground>` with what is shown until this runs, and
 * `<meta property="csp-nonce" content="...">` with the nonce of its scripts; styles are adopted, never inline.
 */
import { pageStyles } from './styles';
import { defineToolkit } from './toolkit';
import './lossPlayground';

defineToolkit();
if (pageStyles.styleSheet) document.adoptedStyleSheets.push(pageStyles.styleSheet);
