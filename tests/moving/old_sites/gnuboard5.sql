-- MySQL dump 10.13  Distrib 5.7.40, for Linux (x86_64)
-- it's a dump with a quote in a comment
/*!40101 SET NAMES utf8 */;
DROP TABLE IF EXISTS `g5_board`;
CREATE TABLE `g5_board` (
  `bo_table` varchar(20) NOT NULL DEFAULT '',
  `gr_id` varchar(255) NOT NULL DEFAULT '',
  `bo_subject` varchar(255) NOT NULL DEFAULT '',
  `bo_mobile_subject` varchar(255) NOT NULL DEFAULT '',
  `bo_device` enum('both','pc','mobile') NOT NULL DEFAULT 'both',
  `bo_admin` varchar(255) NOT NULL DEFAULT '',
  `bo_list_level` tinyint(4) NOT NULL DEFAULT '0',
  `bo_read_level` tinyint(4) NOT NULL DEFAULT '0',
  `bo_write_level` tinyint(4) NOT NULL DEFAULT '0',
  `bo_reply_level` tinyint(4) NOT NULL DEFAULT '0',
  `bo_comment_level` tinyint(4) NOT NULL DEFAULT '0',
  `bo_use_category` tinyint(4) NOT NULL DEFAULT '0',
  `bo_category_list` text NOT NULL,
  `bo_use_secret` tinyint(4) NOT NULL DEFAULT '0',
  `bo_use_dhtml_editor` tinyint(4) NOT NULL DEFAULT '0',
  `bo_use_cert` enum('','cert','adult','hp-cert','hp-adult') NOT NULL DEFAULT '',
  `bo_notice` text NOT NULL,
  `bo_order` int(11) NOT NULL DEFAULT '0',
  `bo_count_write` int(11) NOT NULL DEFAULT '0',
  `bo_count_comment` int(11) NOT NULL DEFAULT '0',
  PRIMARY KEY (`bo_table`)
) ENGINE=MyISAM DEFAULT CHARSET=utf8;
INSERT INTO `g5_board` (`bo_table`, `gr_id`, `bo_subject`, `bo_list_level`, `bo_read_level`, `bo_category_list`, `bo_use_secret`, `bo_use_cert`, `bo_notice`, `bo_order`) VALUES
('free','community','자유게시판',1,1,'잡담|질문',1,'','7,1',1),
('staff','community','임원 회의',5,5,'',0,'','',2),
('qa','closed','질문 답변',1,1,'',2,'','',3),
('adult','community','성인',1,1,'',0,'adult','',4),
('free2','community','자유게시판',1,1,'',0,'','',5),
('search','community','검색',1,1,'',0,'','',6),
('gallery','community','<b>갤러리</b> &amp; 사진',1,1,'',0,'','',7);
CREATE TABLE `g5_group` (
  `gr_id` varchar(10) NOT NULL DEFAULT '',
  `gr_subject` varchar(255) NOT NULL DEFAULT '',
  `gr_use_access` tinyint(4) NOT NULL DEFAULT '0',
  PRIMARY KEY (`gr_id`)
) ENGINE=MyISAM DEFAULT CHARSET=utf8;
INSERT INTO `g5_group` VALUES ('community','커뮤니티',0),('closed','닫힌 그룹',1);
CREATE TABLE `g5_write_free` (
  `wr_id` int(11) NOT NULL AUTO_INCREMENT,
  `wr_num` int(11) NOT NULL DEFAULT '0',
  `wr_reply` varchar(10) NOT NULL,
  `wr_parent` int(11) NOT NULL DEFAULT '0',
  `wr_is_comment` tinyint(4) NOT NULL DEFAULT '0',
  `wr_comment` int(11) NOT NULL DEFAULT '0',
  `wr_comment_reply` varchar(5) NOT NULL,
  `ca_name` varchar(255) NOT NULL,
  `wr_option` set('html1','html2','secret','mail') NOT NULL,
  `wr_subject` varchar(255) NOT NULL,
  `wr_content` text NOT NULL,
  `wr_seo_title` varchar(255) NOT NULL DEFAULT '',
  `wr_link1` text NOT NULL,
  `wr_link2` text NOT NULL,
  `wr_hit` int(11) NOT NULL DEFAULT '0',
  `wr_good` int(11) NOT NULL DEFAULT '0',
  `wr_nogood` int(11) NOT NULL DEFAULT '0',
  `mb_id` varchar(20) NOT NULL,
  `wr_password` varchar(255) NOT NULL,
  `wr_name` varchar(255) NOT NULL,
  `wr_email` varchar(255) NOT NULL,
  `wr_homepage` varchar(255) NOT NULL,
  `wr_datetime` datetime NOT NULL DEFAULT '0000-00-00 00:00:00',
  `wr_file` tinyint(4) NOT NULL DEFAULT '0',
  `wr_last` varchar(19) NOT NULL,
  `wr_ip` varchar(255) NOT NULL,
  `wr_1` varchar(255) NOT NULL,
  `wr_10` varchar(255) NOT NULL,
  PRIMARY KEY (`wr_id`),
  KEY `wr_num_reply_parent` (`wr_num`,`wr_reply`,`wr_parent`),
  KEY `wr_is_comment` (`wr_is_comment`,`wr_id`)
) ENGINE=MyISAM AUTO_INCREMENT=30 DEFAULT CHARSET=utf8;
INSERT INTO `g5_write_free` (`wr_id`,`wr_num`,`wr_reply`,`wr_parent`,`wr_is_comment`,`wr_comment`,`wr_comment_reply`,`ca_name`,`wr_option`,`wr_subject`,`wr_content`,`wr_seo_title`,`wr_link1`,`wr_link2`,`wr_hit`,`wr_good`,`mb_id`,`wr_password`,`wr_name`,`wr_email`,`wr_datetime`,`wr_last`,`wr_ip`,`wr_1`) VALUES
(1,-1,'',1,0,0,'','잡담','','점심 &quot;뭐&quot; 먹지; it\'s',' 첫 줄\r\n둘째 줄 <b>굵지 않다</b>\r\n\r\n- 목록이 아니다','점심-뭐-먹지','https://example.com/menu','',120,7,'hong','*A4B6157319038724E3560894F7F932C8886EBFCF','홍길동','hong@example.com','2009-03-01 12:00:00','2009-03-01 12:00:00','203.0.113.7','여분'),
(2,-1,'',1,1,1,'','','','','국밥이지','','','',0,2,'kim','','김철수','kim@example.com','2009-03-01 12:05:00','','203.0.113.8',''),
(3,-1,'',1,1,1,'A','','secret','','비밀 댓글입니다','','','',0,0,'hong','','홍길동','','2009-03-01 12:06:00','','203.0.113.7',''),
(4,-1,'',1,1,1,'AA','','','','비밀에 단 답','','','',0,0,'kim','','김철수','','2009-03-01 12:07:00','','203.0.113.8',''),
(5,-1,'',1,1,2,'','','','','저도요','','','',0,0,'','pw1','손님','','0000-00-00 00:00:00','','198.51.100.1',''),
(6,-1,'',1,1,1,'B','','','','글쓴이입니다','','','',0,0,'hong','','홍길동','','2009-03-01 13:00:00','','203.0.113.7',''),
(7,-2,'',7,0,0,'','','html1','공지: 규칙','<p align=center><font color=red size=5>규칙을 지킵시다</font><script>alert(1)</script><table><tr><td>하나<td>둘</table><img src=\"http://old.example.com/data/editor/0903/rule.png\" onerror=alert(1)><iframe src=\"//www.youtube.com/embed/dQw4w9WgXcQ\"></iframe>','','','',5,0,'admin','','운영자','','2009-03-02 00:00:00','','203.0.113.1',''),
(8,-3,'',8,0,0,'','질문','secret','비밀글 제목','비밀글 본문 XYZZY','','','',1,0,'kim','','김철수','','2009-03-03 10:00:00','','203.0.113.8',''),
(9,-3,'',8,1,1,'','','','','비밀글의 댓글 PLUGH','','','',0,0,'hong','','홍길동','','2009-03-03 11:00:00','','203.0.113.7',''),
(10,-4,'',10,0,0,'','','','원글','원글 본문','','','',3,0,'kim','','김철수','','2009-03-04 10:00:00','','',''),
(11,-4,'A',11,0,0,'','','','Re: 원글','답글 본문','','','',3,0,'hong','','홍길동','','2009-03-05 10:00:00','','',''),
(12,-4,'AA',12,0,0,'','','secret','Re: Re: 원글','비밀 답글 FROTZ','','','',3,0,'kim','','김철수','','2009-03-06 10:00:00','','',''),
(13,-4,'AB',13,0,0,'','','','Re: Re: 원글','답글의 답글','','','',3,0,'kim','','김철수','','2009-03-06 11:00:00','','',''),
(14,-4,'A',11,1,1,'','','','','답글의 댓글','','','',0,0,'lee','','이영희','','2009-03-05 11:00:00','','',''),
(15,-5,'',15,0,0,'','','','   ','제목이 없는 글이에요','','','',0,0,'lee','','이영희','','0000-00-00 00:00:00','','',''),
(16,-6,'',16,0,0,'','','html2','줄이 있는 HTML','첫 줄\r\n<b>둘째</b> 줄','','','',0,0,'lee','','이영희','','2099-01-01 00:00:00','','',''),
(17,-7,'',99,1,1,'','','','','글이 없는 댓글','','','',0,0,'lee','','이영희','','2009-03-07 00:00:00','','',''),
(18,-8,'',18,0,0,'','이름이 아주 길어서 서른 글자를 넘고도 한참이나 더 남는 그런 분류 이름','','깨진 글자','Ã¬Ââ€¢Ã«â€¦â€¢ Ã«Â°ËœÃªÂ°â€˜Ã¬Å Âµ','','','',0,0,'lee','','이영희','','2009-03-08 00:00:00','','',''),
(19,-9,'',19,0,0,'','','','내용 없음','','','','',0,0,'lee','','이영희','','2009-03-09 00:00:00','','','');
CREATE TABLE `g5_write_staff` LIKE `g5_write_free`;
CREATE TABLE `g5_write_gallery` (
  `wr_id` int(11) NOT NULL, `wr_num` int(11) NOT NULL, `wr_reply` varchar(10) NOT NULL, `wr_parent` int(11) NOT NULL,
  `wr_is_comment` tinyint(4) NOT NULL, `wr_comment` int(11) NOT NULL, `wr_comment_reply` varchar(5) NOT NULL,
  `ca_name` varchar(255) NOT NULL, `wr_option` set('html1','html2','secret','mail') NOT NULL,
  `wr_subject` varchar(255) NOT NULL, `wr_content` text NOT NULL, `wr_hit` int(11) NOT NULL, `wr_good` int(11) NOT NULL,
  `mb_id` varchar(20) NOT NULL, `wr_name` varchar(255) NOT NULL, `wr_datetime` datetime NOT NULL, `wr_ip` varchar(255) NOT NULL
) TYPE=MyISAM;
INSERT INTO `g5_write_gallery` VALUES (1,-1,'',1,0,0,'','','html1','꽃 사진','<p>먼저</p>{이미지:1}<p>나중</p>',10,1,'hong','홍길동','2010-05-05 05:05:05','203.0.113.7'),(2,-2,'',2,0,0,'','','','사진 없음','그냥 글',0,0,'hong','홍길동','2010-05-06 05:05:05','203.0.113.7');
CREATE TABLE `g5_write_secret_room` LIKE `g5_write_free`;
CREATE TABLE `g5_board_file` (
  `bo_table` varchar(20) NOT NULL DEFAULT '',
  `wr_id` int(11) NOT NULL DEFAULT '0',
  `bf_no` int(11) NOT NULL DEFAULT '0',
  `bf_source` varchar(255) NOT NULL DEFAULT '',
  `bf_file` varchar(255) NOT NULL DEFAULT '',
  `bf_download` int(11) NOT NULL,
  `bf_content` text NOT NULL,
  `bf_filesize` int(11) NOT NULL DEFAULT '0',
  `bf_datetime` datetime NOT NULL DEFAULT '0000-00-00 00:00:00',
  PRIMARY KEY (`bo_table`,`wr_id`,`bf_no`)
) ENGINE=MyISAM DEFAULT CHARSET=utf8;
INSERT INTO `g5_board_file` (`bo_table`,`wr_id`,`bf_no`,`bf_source`,`bf_file`,`bf_download`,`bf_content`) VALUES ('gallery',1,0,'꽃.jpg','1234_flower.jpg',0,''),('gallery',1,1,'나무.png','1234_tree.png',0,''),('gallery',1,2,'안내문.hwp','1234_note.hwp',3,''),('gallery',2,0,'없다.jpg','1234_gone.jpg',0,'');
CREATE TABLE `g5_member` (
  `mb_no` int(11) NOT NULL AUTO_INCREMENT,
  `mb_id` varchar(20) NOT NULL DEFAULT '',
  `mb_password` varchar(255) NOT NULL DEFAULT '',
  `mb_name` varchar(255) NOT NULL DEFAULT '',
  `mb_email` varchar(255) NOT NULL DEFAULT '',
  `mb_hp` varchar(255) NOT NULL DEFAULT '',
  `mb_leave_date` varchar(8) NOT NULL DEFAULT '',
  `mb_intercept_date` varchar(8) NOT NULL DEFAULT '',
  `mb_datetime` datetime NOT NULL DEFAULT '0000-00-00 00:00:00',
  `mb_ip` varchar(255) NOT NULL DEFAULT '',
  PRIMARY KEY (`mb_no`),
  UNIQUE KEY `mb_id` (`mb_id`)
) ENGINE=MyISAM AUTO_INCREMENT=9 DEFAULT CHARSET=utf8;
INSERT INTO `g5_member` VALUES (1,'hong','*A4B6157319038724E3560894F7F932C8886EBFCF','홍길동','hong@example.com','010-1234-5678','','','2008-01-01 00:00:00','203.0.113.7'),
(2,'kim','446a12100c856ce9','김철수','kim@example.com','','','','0000-00-00 00:00:00','203.0.113.8'),
(3,'lee','sha256:12000:YrFyLHv6zrkOGLW3X1uVn2b6lqXu9pQa:UEeX7G19lHheS+M1U+S7S3G3OQQzyjGu','이영희','lee@example.com','','','','2015-07-08 09:10:11',''),
(4,'gone','*A4B6157319038724E3560894F7F932C8886EBFCF','떠난 이','gone@example.com','','20160101','','2008-01-01 00:00:00',''),
(5,'odd','무엇인지 모를 것','','','','','','2008-01-01 00:00:00',''),
(6,'x','*A4B6157319038724E3560894F7F932C8886EBFCF','짧은 이름','','','','','2008-01-01 00:00:00','');
CREATE TABLE `g5_visit` (`vi_id` int(11) NOT NULL, `vi_ip` varchar(100) NOT NULL) ENGINE=MyISAM DEFAULT CHARSET=utf8;
INSERT INTO `g5_visit` VALUES (1,'203.0.113.99');
-- Dump completed on 2026-11-30  1:02:03
