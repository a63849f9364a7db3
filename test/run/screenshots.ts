import { installChromium } from '../host/chromium';
import { installHost } from '../host/install';
import { takePictures } from '../ui/gallery';
import { buildExtension } from './build';

/**
 * Takes the pictures of the README (media/screenshots) and a gallery in all themes (out/gallery), or the named parts of
 * them: see {@link takePictures}.
 */
export async function runScreenshots(args: readonly string[]): Promise<number> {
  await installHost(console.log);
  await installChromium(console.log);
  await buildExtension({ production: true });
  await takePictures(console.log, args);
  return 0;
}
