import { chooseHost } from './host/choose';
import './window';
import type { ClawtrayWindow } from './window';

const host = await chooseHost();
const page = document.createElement('clawtray-window') as ClawtrayWindow;
page.host = host;
document.body.append(page);
